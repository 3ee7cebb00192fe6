// What a service refuses with: it becomes an Exception in the realm, with this message.

export class ServiceError extends Error {}
