// Runs a DMN document as any engine would, on many patients: the document is read by dmn-moddle and every cell and
// expression is FEEL, evaluated by feelin. Ours is only the walk from decision to decision and the hit policies.
// Takes {document, patients: [{name: value}]}, gives a list of {decision: value}, one a patient.
import { readFileSync } from "node:fs";
import { DmnModdle } from "dmn-moddle";
import { evaluate, unaryTest } from "feelin";

const { document, patients } = JSON.parse(readFileSync(0, "utf8"));
const { rootElement, warnings } = await new DmnModdle().fromXML(document);
if (warnings.length) throw new Error(`the document is not read in full: ${warnings[0].message}`);

const elements = new Map(rootElement.drgElement.map((one) => [one.id, one]));
const needed = (reference) => elements.get(reference.href.slice(1));

const answers = new Map(); // by text: the same question about the same values is asked once
function once(text, about, ask) {
  if (!answers.has(text)) answers.set(text, new Map());
  const known = answers.get(text);
  const key = about !== null && typeof about === "object" ? JSON.stringify(about) : about;
  if (!known.has(key)) known.set(key, ask());
  return known.get(key);
}

// What a text refers to: names, and of a context only the entry after the dot. FEEL is asked with no more than that,
// for an engine that copies all it is given takes ten times as long.
const referred = new Map();
function references(text) {
  if (!referred.has(text)) {
    referred.set(text, [...text.matchAll(/([A-Za-z_]\w*)(?:\.(\w+))?/g)].map(([, name, entry]) => ({ name, entry })));
  }
  return referred.get(text);
}

function value(text, scope) {
  const about = {};
  for (const { name, entry } of references(text)) {
    if (!(name in scope)) continue;
    const whole = scope[name];
    const isContext = entry && whole !== null && typeof whole === "object" && !Array.isArray(whole);
    about[name] = isContext ? { ...about[name], [entry]: whole[entry] } : whole;
  }
  return once(text, about, () => evaluate(text, about).value);
}

function matches(cell, asked) {
  if (cell === "-") return true;
  return once(`? ${cell}`, asked, () => unaryTest(cell, { "?": asked }).value === true);
}

// A decision, after all that it needs. It sees only what the document says it needs: what is missing there is a null.
function decided(decision, known) {
  if (decision.name in known) return known[decision.name];
  const scope = {};
  for (const need of decision.informationRequirement ?? []) {
    const before = needed(need.requiredInput ?? need.requiredDecision);
    scope[before.name] = before.$type === "dmn:Decision" ? decided(before, known) : known[before.name];
  }
  known[decision.name] = expression(decision.decisionLogic, scope);
  return known[decision.name];
}

function expression(logic, scope) {
  if (logic.$type === "dmn:LiteralExpression") return value(logic.text, scope);
  if (logic.$type === "dmn:DecisionTable") return table(logic, scope);
  if (logic.$type !== "dmn:Context") throw new Error(`no such expression: ${logic.$type}`);
  const context = {};
  for (const entry of logic.contextEntry) {
    context[entry.variable.name] = expression(entry.value, { ...scope, ...context });
  }
  return context;
}

function table(logic, scope) {
  const asked = logic.input.map((input) => value(input.inputExpression.text, scope));
  const hits = (logic.rule ?? []).filter((rule) => rule.inputEntry.every((cell, at) => matches(cell.text, asked[at])));
  const outputs = hits.map((rule) =>
    Object.fromEntries(rule.outputEntry.map((cell, at) => [logic.output[at].name, value(cell.text, {})])),
  );
  switch (logic.hitPolicy) {
    case "UNIQUE":
      return outputs.length > 1 ? { violation: "more than one rule" } : (outputs[0] ?? null);
    case "ANY":
      return new Set(outputs.map((one) => JSON.stringify(one))).size > 1
        ? { violation: "rules that differ" }
        : (outputs[0] ?? null);
    case "FIRST":
      return single(logic, outputs[0] ?? null);
    case "PRIORITY":
      return outputs.toSorted((one, other) => compared(logic, one, other))[0] ?? null;
    case "COLLECT":
    case "RULE ORDER":
      return outputs.map((one) => single(logic, one));
  }
  throw new Error(`no such hit policy: ${logic.hitPolicy}`);
}

// A table of one output gives its value; of several, a context.
function single(logic, output) {
  return output && logic.output.length === 1 ? Object.values(output)[0] : output;
}

// The order of the output values, output by output; one that has no order does not count.
function compared(logic, one, other) {
  for (const { name, outputValues } of logic.output) {
    if (!outputValues) continue;
    const order = evaluate(`[${outputValues.text}]`).value;
    const rank = (output) => (order.includes(output[name]) ? order.indexOf(output[name]) : order.length);
    if (rank(one) !== rank(other)) return rank(one) - rank(other);
  }
  return 0;
}

const inputs = rootElement.drgElement.filter((one) => one.$type === "dmn:InputData");
const decisions = rootElement.drgElement.filter((one) => one.$type === "dmn:Decision");
const said = patients.map((patient) => {
  const known = {};
  for (const { name, variable } of inputs) {
    const given = patient[name] ?? null;
    known[name] = variable.typeRef === "date" && given !== null ? evaluate(`date("${given}")`).value : given;
  }
  for (const decision of decisions) decided(decision, known);
  return Object.fromEntries(decisions.map(({ name }) => [name, known[name]]));
});
process.stdout.write(JSON.stringify(said));
