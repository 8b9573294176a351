/** What the doctor takes from the environment; it knows no other setting, since it examines foreign servers, too. */
export interface DoctorEnvironment {
  /** Key or access token for the steps after the sign-in. */
  readonly token?: string;
  /** Whether the reader forbids colours: https://no-color.org */
  readonly plain: boolean;
}

export function doctorEnvironment(
  env: Readonly<Record<string, string | undefined>> = process.env,
): DoctorEnvironment {
  const { DUVO_TOKEN: token, NO_COLOR: noColor } = env;
  return { ...(token && { token }), plain: Boolean(noColor) };
}
