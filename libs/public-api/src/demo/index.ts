export { DemoModule } from './demo.module';
export { DemoSeeder } from './demo-seeder';
export { demoId } from './demo-id';
export { DEMO_TEAM, DEMO_USERS, demoUserId } from './demo-people';
