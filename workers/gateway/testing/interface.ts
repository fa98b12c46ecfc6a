// What /openapi.json promises, and what was seen: which operation a request belongs to, whether a body is as described. For tests.
import { z } from 'zod';

interface Operation {
  readonly operationId: string;
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, unknown>> };
  readonly responses: Readonly<Record<string, Described>>;
}
interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema: { readonly type?: string; readonly example?: unknown; readonly enum?: readonly unknown[] };
}
interface Described {
  readonly description: string;
  readonly content?: Readonly<Record<string, { readonly schema: object }>>;
}
export interface OpenApi {
  readonly openapi: string;
  readonly info: Readonly<Record<string, unknown>>;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, object>>;
    readonly securitySchemes: Readonly<Record<string, unknown>>;
  };
}

export interface Documented {
  readonly path: string;
  readonly method: string;
  readonly operation: Operation;
}

export const operationsOf = ({ paths }: OpenApi): readonly Documented[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );

/** How the description shows a parameter, as text. */
export function exampleOf(parameters: readonly Parameter[], name: string): string | undefined {
  const example = parameters.find((parameter) => parameter.name === name)?.schema.example;
  return example === undefined ? undefined : String(example);
}

/** The operation of a request; the concrete path before the template. */
export function operationOf(document: OpenApi, method: string, url: string): Documented | undefined {
  const { pathname } = new URL(url, 'http://gateway');
  const candidates = operationsOf(document).filter(
    (one) => one.method === method && new RegExp(`^${one.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(pathname),
  );
  return candidates.find(({ path }) => path === pathname) ?? candidates[0];
}

/** Null when a body of this type and status is as described; else what is not. */
export function mismatch(
  document: OpenApi,
  operation: Operation,
  status: number,
  type: string,
  body: unknown,
): string | null {
  const schema = operation.responses[status]?.content?.[type]?.schema;
  if (!schema) return `${operation.operationId} describes no ${type} with ${status}`;
  const text = JSON.stringify({ ...schema, $defs: document.components.schemas });
  const read = z.fromJSONSchema(JSON.parse(text.replaceAll('#/components/schemas/', '#/$defs/'))).safeParse(body);
  return read.success ? null : z.prettifyError(read.error);
}
