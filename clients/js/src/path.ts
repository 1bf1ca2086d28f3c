import type { AnyRequest, Route } from './calls.js';
import { HoldfastError } from './errors.js';

const WITHOUT_TEAM = /^\/(v1\/(addon-types|plans|regions|login|openapi\.yaml|downloads)\b|health|ready)|\/import$/;

/** The path and the query of a request. A parameter that is missing is an error: without it another thing would be asked for. */
export function pathOf(route: Route, { parameters = {}, options = {} }: AnyRequest): string {
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => segment(route, name, parameters[name]));
  const query = queryOf(options);
  return withTeam(path, parameters['teamId']) + (query === '' ? '' : `?${query}`);
}

function segment(route: Route, name: string, value: string | undefined): string {
  if (typeof value !== 'string' || value === '' || value === '.' || value === '..') {
    throw new HoldfastError(`${route.method} ${route.path} needs parameters.${name}.`);
  }
  return encodeURIComponent(value);
}

function withTeam(path: string, teamId: string | undefined): string {
  if (teamId === undefined || WITHOUT_TEAM.test(path)) return path;
  return path.replace(/^\/v1\//, `/v1/teams/${encodeURIComponent(teamId)}/`);
}

function queryOf(options: Readonly<Record<string, unknown>>): URLSearchParams | '' {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(options)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null) query.append(name, one instanceof Date ? one.toISOString() : String(one));
    }
  }
  return query.size === 0 ? '' : query;
}
