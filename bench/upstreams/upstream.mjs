// The API behind the upstream: it answers at once with what the synthetic operations answer.
import { createServer } from 'node:http';

const BODY = '{}';
createServer((request, response) => {
  request.resume();
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': BODY.length }).end(BODY);
}).listen(Number(process.env.PORT), '127.0.0.1');
