/** Bounds of a response to a human request. What an agent asks keeps to them, or nobody could answer it. */
export const ANSWER_LIMITS = {
  /** Questions of a request, each with one answer. */
  questions: 100,
  /** Characters of a question's id. */
  questionId: 100,
  /** Values of an answer. */
  values: 20,
  /** Characters of a value: an option label or free text. */
  value: 10_000,
} as const;
