export { TimeLimitInterceptor } from './time-limit.interceptor';
export { UndeclaredInputInterceptor } from './undeclared-input.interceptor';
