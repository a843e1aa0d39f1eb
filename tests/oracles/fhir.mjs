// Validates FHIR R4 resources with the npm package fhir. Takes a list of resources, gives for each its errors.
import { readFileSync } from "node:fs";
import { Fhir } from "fhir/fhir.js";

const fhir = new Fhir();
const errors = JSON.parse(readFileSync(0, "utf8")).map((resource) =>
  fhir.validate(resource, { errorOnUnexpected: true }).messages.filter(({ severity }) => severity === "error"),
);
process.stdout.write(JSON.stringify(errors.map((of) => of.map(({ location, message }) => `${location}: ${message}`))));
