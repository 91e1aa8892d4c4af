// Vega and Vega-Lite are ES modules, the rest of the benchmark is not: this is the bridge.
import * as vega from 'vega';
import { compile } from 'vega-lite';

/** Draws a Vega-Lite specification. */
export async function toSvg(specification) {
	const view = new vega.View(vega.parse(compile(specification).spec), { renderer: 'none' });
	return await view.toSVG();
}
