const WHERE_THE_TOKEN_IS =
  "The administrator's token is in the file admin-token of the server's data folder (~/.holdfast/admin-token unless it was " +
  'configured otherwise); tokens for others are made by client.create.token().';

/** What to do when a server refuses with this status. */
export function ofStatus(status: number, hasToken: boolean): string | undefined {
  if (status !== 401) return undefined;
  const cause = hasToken ? 'The token is not valid here.' : 'No token was given: new HoldfastClient({ host, token }).';
  return `${cause} ${WHERE_THE_TOKEN_IS}`;
}

/** What to do when nobody answers. */
export function ofSilence(): string {
  const page = 'document' in globalThis ? ' A page can only ask a server of its own origin.' : '';
  return `Start a server with "./holdfast server", or give the address of one that runs: new HoldfastClient({ host }).${page}`;
}
