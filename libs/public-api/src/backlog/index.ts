export { BacklogModule } from './backlog.module';
