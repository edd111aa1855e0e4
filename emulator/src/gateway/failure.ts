/** A refusal the platform answers with: HTTP status, code, msg, and the optional `error` member (feishu-contract 2.1). */
export class ApiFailure extends Error {
  readonly status: number;
  readonly code: number;
  /** Members of `error` beside log_id and troubleshooter. */
  readonly details: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: number,
    msg: string,
    details: Readonly<Record<string, unknown>> = {},
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(msg);
    this.status = status;
    this.code = code;
    this.details = details;
    this.headers = headers;
  }
}

/** One parameter that does not fit (99992402). */
export function fieldViolation(field: string, value: string, description: string): ApiFailure {
  return new ApiFailure(400, 99992402, "field validation failed", {
    field_violations: [{ field, value, description }],
  });
}

/** The app holds none of the scopes that would do (99991672; exact shape in feishu-contract 2.4). */
export function scopeMissing(appId: string, anyOf: readonly string[]): ApiFailure {
  const link = `https://open.feishu.cn/app/${appId}/auth?q=${anyOf.join(",")}&op_from=openapi`;
  const msg =
    `Access denied. One of the following scopes is required: [${anyOf.join(", ")}].` +
    `应用尚未开通所需的应用身份权限：[${anyOf.join(", ")}]，点击链接申请并开通任一权限即可：${link}&token_type=tenant`;
  return new ApiFailure(400, 99991672, msg, {
    message: "Refer to the documentation to fix the error: https://open.feishu.cn/document/",
    permission_violations: anyOf.map((subject) => ({ type: "action_scope_required", subject })),
    helps: [{ url: link, description: "Open the permission page of the app" }],
  });
}

export const noDepartmentAuthority = () => new ApiFailure(403, 40004, "no dept authority error");
export const noParentDepartmentAuthority = () => new ApiFailure(403, 40014, "no parent dept authority error");
/** `msg` differs: `no user authority` on users/:id and batch, `no user authority error` on the others (3.8). */
export const noUserAuthority = (msg = "no user authority") => new ApiFailure(400, 41050, msg);
export const userIdInvalid = () => new ApiFailure(400, 41012, "user id invalid");
export const pageSizeInvalid = () => new ApiFailure(400, 40011, "page size is invalid");
export const pageTokenInvalid = () => new ApiFailure(400, 40012, "page token is invalid error");
export const bigDepartment = () => new ApiFailure(400, 43010, "big dept forbid recursion");

/** The contract names no single answer for an unknown department in lists; which one is a setting. */
export function departmentUnknown(code: number): ApiFailure {
  const msg = { 40015: "department does not exist", 40008: "dept info is null" }[code] ?? "department id not found";
  return new ApiFailure(400, code, msg);
}
