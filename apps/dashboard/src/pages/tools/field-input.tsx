import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import { isTextList, typeOf } from './arguments';
import type { Field } from './document';

interface FieldInputProps {
  readonly field: Field;
  readonly value: string;
  readonly change: (value: string) => void;
}

/** The input that fits the schema of a field. What no input fits is written as JSON. */
export function FieldInput({ field, value, change }: FieldInputProps) {
  const { schema, isRequired } = field;
  const type = typeOf(field);
  const common = {
    label: field.name,
    description: noteOf(field),
    required: isRequired,
    value,
    onChange: (event: { currentTarget: { value: string } }) => change(event.currentTarget.value),
  };
  const choices = schema.enum?.map(String) ?? (type === 'boolean' ? ['true', 'false'] : undefined);
  if (choices) return <NativeSelect {...common} data={[{ value: '', label: '–' }, ...choices]} />;
  if (type === 'integer' || type === 'number') {
    return <TextInput {...common} type="number" min={schema.minimum} max={schema.maximum} />;
  }
  if (type === 'string' && (schema.maxLength ?? 0) <= 2048) return <TextInput {...common} />;
  return <Textarea {...common} rows={4} spellCheck={false} />;
}

function noteOf(field: Field): string | undefined {
  const { schema, description } = field;
  const notes = [
    description,
    isTextList(field) ? 'One a line.' : undefined,
    ['object', 'array', 'json'].includes(typeOf(field)) && !isTextList(field) ? 'As JSON.' : undefined,
    schema.default === undefined ? undefined : `Default ${JSON.stringify(schema.default)}.`,
  ];
  const text = notes.filter((note) => note !== undefined).join(' · ');
  return text === '' ? undefined : text;
}
