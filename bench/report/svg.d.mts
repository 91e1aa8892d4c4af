export function toSvg(specification: object): Promise<string>;
