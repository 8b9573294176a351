/**
 * Every error code the API can answer with.
 *
 * - `status`: HTTP status of the reply.
 * - `message`: public sentence, used unless the thrower gives a more precise one.
 * - `cause`, `fix`: what leads to it and what the caller can do; both feed the generated error reference.
 */
export interface ErrorEntry {
  readonly status: number;
  readonly message: string;
  readonly cause: string;
  readonly fix: string;
}

const entry = (status: number, message: string, cause: string, fix: string): ErrorEntry => ({
  status,
  message,
  cause,
  fix,
});

export const ERRORS = {
  invalid_request: entry(
    400,
    'The request is not valid.',
    'A field is missing, unknown, malformed or out of range.',
    'Correct the fields named in details and send the request again.',
  ),
  wrong_response_type: entry(
    400,
    'The response does not fit the type of this human request.',
    'An approval was answered with answers, or a question with approved.',
    'Read the type of the human request; send approved for an approval, answers for a question.',
  ),
  unknown_question: entry(
    400,
    'An answer names a question that this human request does not have.',
    'A question_id in answers is not one of the request’s questions.',
    'Take the question ids from the human request.',
  ),
  invalid_option: entry(
    400,
    'A value is not one of the options of its question.',
    'A value is no option label, or several values were given for a single-choice question.',
    'Use the option labels as given; send more than one value only where multi_select is true.',
  ),
  missing_answer: entry(
    400,
    'Every question needs an answer.',
    'At least one question of the human request was left out.',
    'Send one entry in answers per question.',
  ),
  invalid_encoding: entry(
    400,
    'The content is not valid in the given encoding.',
    'The content is not strict base64, or holds characters that UTF-8 cannot carry.',
    'Encode binary content as standard base64 with padding and set encoding to base64.',
  ),
  webhook_url_not_allowed: entry(
    400,
    'This webhook URL is not allowed.',
    'The URL is not https on port 443 or resolves to an address that is not public.',
    'Use a public https URL without user info.',
  ),
  invalid_token: entry(
    401,
    'A valid credential is required.',
    'The credential is missing, malformed, expired, revoked or meant for another audience.',
    'Send "Authorization: Bearer <API key or access token>"; sign in again or make a new key.',
  ),
  forbidden: entry(
    403,
    'Your role does not allow this.',
    'The role of the user behind the credential lacks the permission of the operation.',
    'Ask an admin of the team for a role that has the permission; list_roles shows which have it.',
  ),
  insufficient_scope: entry(
    403,
    'The credential lacks a scope that this operation needs.',
    'The key or token was made with fewer scopes than the operation asks for.',
    'Use a credential with the scopes named in the WWW-Authenticate header.',
  ),
  connection_forbidden: entry(
    403,
    'You may not use this connection.',
    'The caller lacks the needed access level on a connection.',
    'Ask the owner of the connection for a grant, or leave the connection out.',
  ),
  step_up_required: entry(
    403,
    'Prove again who you are.',
    'What was asked for makes or ends a lasting credential, and the last sign-in is too long ago. Dashboard only.',
    'Give the password again, or sign in again, as the code in details says.',
  ),
  role_too_high: entry(
    403,
    'You cannot give or change a role above your own.',
    'The role given, or the role of the member, is above that of the caller.',
    'Ask somebody with a higher role.',
  ),
  not_found: entry(
    404,
    'There is no such item.',
    'The item does not exist, was deleted, or belongs to another team.',
    'Check the id; take ids from the list operations of the same team.',
  ),
  method_not_allowed: entry(
    405,
    'This path does not support the method.',
    'The path exists, but not with this HTTP method.',
    'Use one of the methods in the Allow header.',
  ),
  not_acceptable: entry(
    406,
    'The API answers with application/json only.',
    'The Accept header excludes application/json.',
    'Send "Accept: application/json" or leave the header out.',
  ),
  name_taken: entry(
    409,
    'This name is already in use.',
    'Another item of the team has the name, ignoring case.',
    'Choose another name.',
  ),
  label_exists: entry(
    409,
    'The queue already has this label.',
    'Key and value of a label are unique in a queue.',
    'Use the existing label or another value.',
  ),
  already_exists: entry(
    409,
    'An item already exists there.',
    'The target path is taken and overwriting was not asked for.',
    'Choose another path, or set overwrite where the operation has it.',
  ),
  path_conflict: entry(
    409,
    'The path collides with an existing file or folder.',
    'The path is a folder, or lies under a file.',
    'Choose a path whose parents are folders.',
  ),
  label_limit: entry(
    409,
    'A case can have at most 50 labels.',
    'The call would take the case over 50 labels.',
    'Unlink labels first.',
  ),
  in_use: entry(
    409,
    'The item is in use.',
    'A live revision refers to the item.',
    'Promote a revision without it first.',
  ),
  queue_not_empty: entry(
    409,
    'The queue still has cases.',
    'Only an empty queue can be deleted.',
    'Delete its cases first.',
  ),
  revision_frozen: entry(
    409,
    'Only a draft can be changed.',
    'The revision is live or historic.',
    'Create a new revision from it with create_revision and change that.',
  ),
  already_live: entry(
    409,
    'The revision is already live.',
    'promote_revision was called for the live revision.',
    'Nothing to do.',
  ),
  agent_not_runnable: entry(
    409,
    'The agent has no live revision.',
    'No revision of the agent was ever promoted.',
    'Promote a revision with promote_revision.',
  ),
  agent_not_consumer: entry(
    409,
    'The agent does not consume this queue.',
    'The live revision of the agent does not list the queue in consumes.',
    'Choose a consumer of the queue; get_queue lists them.',
  ),
  connection_broken: entry(
    409,
    'A connection of the agent is broken.',
    'The connection lost its credentials or its owner.',
    'Ask the owner to repair the connection.',
  ),
  sandbox_in_use: entry(
    409,
    'The sandbox serves another run.',
    'A sandbox serves one run at a time.',
    'Wait for the run to end or create another sandbox.',
  ),
  case_claimed: entry(
    409,
    'A run holds this case.',
    'The case is being worked on.',
    'Wait for the run to end or stop it.',
  ),
  run_not_resumable: entry(
    409,
    'This run cannot go on.',
    'The run failed or was stopped, or has 10,000 messages, which is the most that a run can have.',
    'Start a new run.',
  ),
  already_responded: entry(
    409,
    'Somebody has already responded.',
    'The human request was answered before.',
    'Read the run to see what happened.',
  ),
  request_closed: entry(
    409,
    'The human request is closed.',
    'The request was cancelled or has expired.',
    'Read the run to see what it does now.',
  ),
  system_skill: entry(
    409,
    'System skills cannot be changed.',
    'The name or id belongs to a system skill.',
    'Use another name for a skill of the team.',
  ),
  idempotency_conflict: entry(
    409,
    'The idempotency key was used with another request.',
    'The same key came with a different body.',
    'Use a new key for a new request; repeat a key only with the same body.',
  ),
  idempotency_in_progress: entry(
    409,
    'A request with this idempotency key is still running.',
    'Two requests with one key overlap.',
    'Wait a moment and repeat the request with the same key.',
  ),
  last_owner: entry(
    409,
    'A team needs at least one owner.',
    'The change would leave the team without an owner.',
    'Make somebody else an owner first.',
  ),
  conflict: entry(
    409,
    'Somebody else changed this at the same time.',
    'The call lost a race.',
    'Read the item again and retry.',
  ),
  sandbox_expired: entry(
    410,
    'The sandbox has expired.',
    'Sandboxes live for a limited time; their files vanish with them.',
    'Create a new sandbox.',
  ),
  etag_mismatch: entry(
    412,
    'The file has changed since it was read.',
    'The etag in if_match is not that of the current content.',
    'Read the file again and repeat with its etag.',
  ),
  payload_too_large: entry(
    413,
    'The request or its content is too large.',
    'The body or the decoded content is over its limit; get_limits shows the limits.',
    'Send less.',
  ),
  unsupported_media_type: entry(
    415,
    'The body must be JSON.',
    'The content type is not application/json, or the content encoding is unknown.',
    'Send "Content-Type: application/json".',
  ),
  not_text: entry(
    415,
    'The file is not text.',
    'The file cannot be read as UTF-8.',
    'Ask for encoding base64.',
  ),
  unknown_reference: entry(
    422,
    'The request refers to something the team does not have.',
    'A skill, plugin, file, queue or connection named in the config does not exist in the team.',
    'Correct the references named in details.',
  ),
  rate_limited: entry(
    429,
    'Too many requests.',
    'A rate limit is used up; details names the bucket.',
    'Wait for the seconds in Retry-After.',
  ),
  concurrency_limit: entry(
    429,
    'Too many of these are active at once.',
    'A limit on simultaneous runs or sandboxes is reached.',
    'Wait until one ends.',
  ),
  internal_error: entry(
    500,
    'Something went wrong on our side.',
    'An unexpected failure.',
    'Try again; if it stays, report the request_id.',
  ),
  upstream_error: entry(
    502,
    'A service behind the API failed.',
    'The execution engine or an upstream API did not answer properly.',
    'Try again later.',
  ),
  unavailable: entry(
    503,
    'The service is not available at the moment.',
    'The server is starting, stopping, overloaded, or a store is down.',
    'Try again after the seconds in Retry-After.',
  ),
  upstream_unavailable: entry(
    503,
    'The API behind this operation is not available at the moment.',
    'No connection could be made to the upstream API, it said so itself, or it has failed so often that it is left alone for a while.',
    'Try again after the seconds in Retry-After.',
  ),
  upstream_timeout: entry(
    504,
    'The API behind this operation took too long.',
    'The upstream API did not answer, or did not end its answer, within the time limit of the operation.',
    'Try again later, or ask for less. A write may have been carried out: read before you repeat it.',
  ),
  quota_exceeded: entry(
    507,
    'The storage of the team is full.',
    'The write would exceed the storage quota; get_limits shows it.',
    'Delete files first.',
  ),
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof ERRORS;
export const ERROR_CODES = Object.keys(ERRORS) as ErrorCode[];
