/** Something about the upstreams cannot be used. The message is one line that names the place and the fix. */
export class UpstreamsFileError extends Error {}
