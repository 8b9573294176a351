import { doctorEnvironment } from '@app/config';
import { runDoctorCommand } from './doctor.command';

const code = runDoctorCommand(process.argv.slice(2), doctorEnvironment(), {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  outIsTty: process.stdout.isTTY ?? false,
  errIsTty: process.stderr.isTTY ?? false,
});

void code.then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: Error) => {
    process.stderr.write(`The doctor failed: ${error.message}\n`);
    process.exitCode = 2;
  },
);
