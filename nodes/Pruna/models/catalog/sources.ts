import type { ModelSource } from '../types';

/** Pruna's published schema, version 0.5.3. Models that it does not list come from other sources. */
export const PRUNA_SCHEMA: ModelSource = { by: 'pruna-schema', date: '2026-07' };

/** Pruna's own instructions for coding agents. @param date Month of the version that describes the model */
export function prunaSkill(date: string): ModelSource {
	return { by: 'pruna-skill', date };
}

/** @param date Month of the newest description; left out if none has a date */
export function thirdParty(date?: string): ModelSource {
	return { by: 'third-party', ...(date === undefined ? {} : { date }) };
}
