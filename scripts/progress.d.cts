export function step<T>(title: string, action: () => Promise<T>): Promise<T>;
export function say(text: string): void;
