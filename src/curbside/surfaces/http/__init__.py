"""What every door over HTTP shares: the application they are mounted in, how a body is read, how a failure is told."""
