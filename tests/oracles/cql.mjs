// Translates a CQL library with the official translator and runs it with cql-execution, on many patients.
// Takes {library, on, bundles: [Bundle]}, gives a list of the library's Recommendation, one a bundle.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { SystemModelInfoProvider } from "@cqframework/cql/cql";
import {
  CqlTranslator,
  LibraryManager,
  ModelManager,
  createModelInfoProvider,
  createUcumService,
  stringAsSource,
} from "@cqframework/cql/cql-to-elm";
import fhir from "cql-exec-fhir";
import cql from "cql-execution";

const { library, on, bundles } = JSON.parse(readFileSync(0, "utf8"));

function translated(text) {
  const models = new ModelManager();
  const model = createRequire(import.meta.url).resolve("cql-exec-fhir/lib/modelInfos/fhir-modelinfo-4.0.1.xml");
  models.modelInfoLoader.registerModelInfoProvider(new SystemModelInfoProvider());
  models.modelInfoLoader.registerModelInfoProvider(
    createModelInfoProvider((name) => (name === "FHIR" ? stringAsSource(readFileSync(model, "utf8")) : null)),
  );
  // The translator asks for a judge of units even of "12 months". It may say yes: the library converts no unit.
  const refused = () => {
    throw new Error("expected no unit to be converted");
  };
  const units = createUcumService(refused, () => null, refused, refused);
  const translator = CqlTranslator.fromText(text, new LibraryManager(models, undefined, undefined, units));
  // It warns of a text that is a definition's name too, as where a row is called after an input.
  const complaints = [...translator.exceptions.asJsReadonlyArrayView()].map((one) => one.message);
  const grave = complaints.filter((one) => !/^String literal '.*' matches the identifier/.test(one));
  if (grave.length) throw new Error(`the translator complains: ${grave.slice(0, 5).join("\n")}`);
  // Without the ids of its expressions: the engine would keep what each of them gave for every patient.
  const named = (key, value) => (key === "localId" ? undefined : value);
  return new cql.Library(JSON.parse(translator.toJson(), named), new cql.Repository([]));
}

const executor = new cql.Executor(translated(library), null, { on: cql.Date.parse(on) });
const patients = fhir.PatientSource.FHIRv401();
const said = [];
for (const bundle of bundles) {
  // One by one, as the engine keeps all that it gave until the last patient.
  patients.loadBundles([bundle]);
  // All definitions in the library's order: asked for the last alone, the engine works the earlier ones out again and
  // again, since it begins all parts of an expression at once and keeps what a definition gave only at its end.
  const { patientResults } = await executor.exec(patients);
  said.push(Object.values(patientResults)[0].Recommendation);
}
process.stdout.write(JSON.stringify(said));
