// What a service throws: an Error of this realm, named as Apps Script names it.

export function exception(message: string, name = 'Exception'): Error {
  const error = new Error(message);
  error.name = name;
  return error;
}
