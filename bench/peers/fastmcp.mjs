// fastmcp as its documentation sets it up for stateless streamable HTTP, with JSON replies.
import { FastMCP } from 'fastmcp';
import { readTools } from './tool-file.mjs';

const silent = () => undefined;
const server = new FastMCP({
  name: 'peer',
  version: '1.0.0',
  logger: { debug: silent, error: console.error, info: silent, log: silent, warn: silent },
});
for (const { name, description, annotations, parameters, run } of readTools()) {
  server.addTool({ name, description, annotations, parameters, execute: run });
}
await server.start({
  transportType: 'httpStream',
  httpStream: {
    port: Number(process.env.PORT),
    host: '127.0.0.1',
    stateless: true,
    enableJsonResponse: true,
  },
});
