import { createSocket } from 'node:dgram';

export interface NameServer {
  readonly port: number;
  /** Addresses that every name has. */
  addresses: string[];
  close(): Promise<void>;
}

const QUERY_TYPE_A = 1;
/** A pointer to the name in the question, which always begins behind the header of 12 bytes (RFC 1035 4.1.4). */
const SAME_NAME = Buffer.from([0xc0, 0x0c]);

/** As Docker's: it has one record for each replica of a service. RFC 1035 4.1, as far as a balancer asks. */
export async function startNameServer(addresses: string[]): Promise<NameServer> {
  const socket = createSocket('udp4');
  const server = {
    port: 0,
    addresses,
    close: () => new Promise<void>((resolve) => socket.close(() => resolve())),
  };
  socket.on('message', (query, from) => {
    // The name ends with an empty label; type and class follow.
    const end = query.indexOf(0, 12) + 5;
    const records = query.readUInt16BE(end - 4) === QUERY_TYPE_A ? server.addresses.map(recordOf) : [];
    const header = Buffer.from(query.subarray(0, 12));
    header.writeUInt16BE(0x8180, 2); // an answer, without error
    header.writeUInt16BE(records.length, 6);
    header.writeUInt32BE(0, 8); // no further sections
    socket.send(Buffer.concat([header, query.subarray(12, end), ...records]), from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  server.port = socket.address().port;
  return server;
}

/** Type A, class IN, good for a second. */
function recordOf(address: string): Buffer {
  return Buffer.from([...SAME_NAME, 0, 1, 0, 1, 0, 0, 0, 1, 0, 4, ...address.split('.').map(Number)]);
}
