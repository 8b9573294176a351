// @rekog/mcp-nest as its documentation sets it up: a controller with one @Tool method per tool, zod parameters,
// stateless streamable HTTP with JSON replies. Decorators are applied by hand, so nothing has to be compiled.
import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Payload } from '@nestjs/microservices';
import { McpController, McpStrategy, StreamableHttpTransport, Tool } from '@rekog/mcp-nest';
import { readTools } from './tool-file.mjs';

class ProxyTools {}
for (const { name, description, annotations, parameters, run } of readTools()) {
  const method = { [name]: (args) => run(args) }[name];
  Object.defineProperty(ProxyTools.prototype, name, { value: method, writable: true, configurable: true });
  const descriptor = Object.getOwnPropertyDescriptor(ProxyTools.prototype, name);
  Reflect.defineMetadata('design:paramtypes', [Object], ProxyTools.prototype, name);
  Payload()(ProxyTools.prototype, name, 0);
  Tool({ name, description, annotations, parameters })(ProxyTools.prototype, name, descriptor);
}
McpController()(ProxyTools);

class AppModule {}
Module({ controllers: [ProxyTools] })(AppModule);

const strategy = new McpStrategy({
  name: 'peer',
  version: '1.0.0',
  logging: false,
  transports: [new StreamableHttpTransport()],
});
const app = await NestFactory.create(AppModule, { logger: ['error'] });
strategy.setHttpAdapter(app.getHttpAdapter());
app.connectMicroservice({ strategy });
await app.startAllMicroservices();
await app.listen(Number(process.env.PORT), '127.0.0.1');
