// Bridges to Vega and Vega-Lite, which are ES modules, unlike the rest of the benchmark.
import * as vega from 'vega';
import { compile } from 'vega-lite';

/** Draws a Vega-Lite specification. */
export async function toSvg(specification) {
	const view = new vega.View(vega.parse(compile(specification).spec), { renderer: 'none' });
	return await view.toSVG();
}
