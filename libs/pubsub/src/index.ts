export { PubSub } from './pub-sub';
export type { TopicListener } from './pub-sub';
export { PubSubModule } from './pub-sub.module';
