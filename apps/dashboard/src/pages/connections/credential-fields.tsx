import { NativeSelect, PasswordInput, Textarea, TextInput } from '@mantine/core';

/** What a form has of credentials, by field; fields of another kind stay while somebody tries the kinds. */
export interface CredentialForm {
  readonly kind: Kind;
  readonly values: Readonly<Record<string, string>>;
}

type Kind = keyof typeof KINDS;

const KINDS = {
  token: { label: 'A token or API key', fields: [{ name: 'token', label: 'Token' }] },
  password: {
    label: 'A name and password',
    fields: [
      { name: 'username', label: 'User name', isOpen: true },
      { name: 'password', label: 'Password' },
    ],
  },
  client: {
    label: 'A client id and secret',
    fields: [
      { name: 'client_id', label: 'Client id', isOpen: true },
      { name: 'client_secret', label: 'Client secret' },
    ],
  },
  certificate: {
    label: 'A private key with a certificate',
    fields: [
      { name: 'private_key', label: 'Private key (PEM)', isLong: true },
      { name: 'certificate', label: 'Certificate (PEM)', isLong: true },
    ],
  },
} as const;

const CHOICES = Object.entries(KINDS).map(([value, { label }]) => ({ value, label }));
const MAX_LENGTH = 10_000;

export const NO_CREDENTIALS: CredentialForm = { kind: 'token', values: {} };

/** @returns what to send, or nothing while a field is empty */
export function credentialsOf({ kind, values }: CredentialForm): Record<string, string> | undefined {
  const entries = KINDS[kind].fields.map(({ name }) => [name, values[name] ?? ''] as const);
  return entries.every(([, value]) => value !== '') ? Object.fromEntries(entries) : undefined;
}

interface CredentialFieldsProps {
  readonly form: CredentialForm;
  readonly change: (form: CredentialForm) => void;
  readonly isRequired: boolean;
}

/** Nothing that is typed here is ever shown again. */
export function CredentialFields({ form, change, isRequired }: CredentialFieldsProps) {
  const { kind, values } = form;
  return (
    <>
      <NativeSelect
        label="Sign in with"
        value={kind}
        data={CHOICES}
        onChange={(event) => change({ kind: event.currentTarget.value as Kind, values })}
      />
      {KINDS[kind].fields.map((field) => {
        const { name, label } = field;
        const common = {
          label,
          required: isRequired,
          withAsterisk: false,
          maxLength: MAX_LENGTH,
          autoComplete: 'off',
          spellCheck: false,
          value: values[name] ?? '',
          onChange: (event: { readonly currentTarget: { readonly value: string } }) =>
            change({ kind, values: { ...values, [name]: event.currentTarget.value } }),
        };
        if ('isLong' in field) return <Textarea key={name} rows={4} {...common} />;
        if ('isOpen' in field) return <TextInput key={name} {...common} />;
        return <PasswordInput key={name} {...common} autoComplete="new-password" />;
      })}
    </>
  );
}
