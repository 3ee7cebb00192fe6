// Secrets are made from 256 random bits and kept as hashes only; what leaves here in clear is shown once.
import { createHash, randomBytes } from 'node:crypto';

export const newSecret = (prefix: string): string => `${prefix}_${randomBytes(32).toString('base64url')}`;

/** Fast on purpose: the secret has 256 bits, so there is nothing to guess. */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');
