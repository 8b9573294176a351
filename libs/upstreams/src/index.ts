export { UpstreamsModule } from './upstreams.module';
export { Upstreams } from './upstreams.service';
export type { UpstreamsHost } from './upstreams.service';
