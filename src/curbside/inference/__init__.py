"""Language models: what is asked of one, and the adapters that ask. It holds no medical prompt and decides nothing."""
