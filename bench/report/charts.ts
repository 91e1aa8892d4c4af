// The charts for the docs.
import type { Results } from '../results';
import { growths, medianOf, walls } from './numbers';

const style = {
	$schema: 'https://vega.github.io/schema/vega-lite/v6.json',
	background: 'white',
	padding: 16,
	config: {
		font: 'Helvetica, Arial, sans-serif',
		axis: { labelFontSize: 12, titleFontSize: 13, gridColor: '#e5e7eb', titlePadding: 8 },
		legend: { labelFontSize: 12, title: null, symbolSize: 90, labelLimit: 260 },
		title: { fontSize: 16, subtitleFontSize: 12, subtitleColor: '#4b5563', anchor: 'start', offset: 14 },
	},
};

/** Each contender has the same color in every chart, and the node's own stands out. */
const colors: Record<string, string> = {
	'Floor (undici)': '#6b7280',
	Pruna: '#7c3aed',
	'Pruna, synchronous': '#a78bfa',
	'Loop, Wait 1 s, retries': '#0284c7',
	'Loop, Wait 2 s': '#0d9488',
	'Loop, Wait 5 s': '#65a30d',
	'OpenAI (Sora)': '#b45309',
	'Google Gemini (Veo)': '#dc2626',
	'MiniMax (H3)': '#f59e0b',
};

function colorsOf(contenders: string[]) {
	const domain = Object.keys(colors).filter((name) => contenders.includes(name));
	return { domain, range: domain.map((name) => colors[name]!) };
}

export function wallChart({ wall }: Results): object {
	const oneByOne = new Set(wall.flatMap((row) => (row.wouldTake === undefined ? [] : row.contender)));
	const values = wall
		.filter(({ scene }) => scene === 'image 3 s')
		.flatMap((row) => {
			const seconds = row.wouldTake ?? medianOf(walls(row));
			const together = !oneByOne.has(row.contender);
			const kind = row.wouldTake === undefined ? 'measured' : 'would take';
			return seconds === undefined
				? []
				: [{ contender: row.contender, n: row.count, seconds, kind, together }];
		});
	const color = {
		field: 'contender',
		type: 'nominal',
		scale: colorsOf(values.map(({ contender }) => contender)),
	};
	const panel = (title: string, height: number, y: object, filter: string) => ({
		title: { text: title, fontSize: 13, fontWeight: 'normal', offset: 8 },
		width: 620,
		height,
		transform: [{ filter }],
		encoding: {
			x: {
				field: 'n',
				type: 'quantitative',
				title: 'Items',
				scale: { type: 'log', domain: [1, 2000] },
				axis: { values: [1, 5, 20, 100, 500, 2000] },
			},
			y: { field: 'seconds', type: 'quantitative', title: 'Seconds', ...y },
			color,
		},
		layer: [
			{ mark: { type: 'line', strokeWidth: 2 } },
			{
				transform: [{ filter: "datum.kind === 'measured'" }],
				mark: { type: 'point', filled: true, size: 60, opacity: 1 },
			},
			{
				transform: [{ filter: "datum.kind === 'would take'" }],
				mark: { type: 'point', filled: false, fill: 'white', size: 60, opacity: 1, strokeWidth: 2 },
			},
		],
	});
	const slowest = Math.max(10, ...values.map(({ seconds }) => seconds));
	const decades = {
		scale: { type: 'log', domain: [2, slowest * 1.2] },
		axis: { values: [3, 10, 30, 100, 300, 1000, 3000, 10_000], format: ',d' },
	};
	return {
		...style,
		title: {
			text: 'Image jobs of 3 seconds: time until all images are downloaded',
			subtitle: 'Median of the runs. Hollow points were not run, but computed from the time of one item.',
		},
		data: { values },
		vconcat: [
			panel('All contenders, both axes logarithmic', 300, decades, 'true'),
			panel('Contenders that run items in parallel', 260, { scale: { zero: false } }, 'datum.together'),
		],
	};
}

export function memoryChart({ memory }: Results): object {
	const values = memory
		.filter(({ scene }) => scene === 'one file')
		.flatMap((row) => {
			const growth = medianOf(growths(row));
			return growth === undefined ? [] : [{ contender: row.contender, megabytes: row.megabytes, growth }];
		});
	return {
		...style,
		title: {
			text: "Growth of n8n's memory while one video is downloaded",
			subtitle: 'Largest rise in resident memory after the first request. Each run has its own process.',
		},
		width: 620,
		height: 320,
		data: { values },
		mark: { type: 'line', strokeWidth: 2, point: { filled: true, size: 60 } },
		encoding: {
			x: {
				field: 'megabytes',
				type: 'quantitative',
				title: 'Size of the video, MB',
				axis: { format: ',d', tickCount: 6 },
			},
			y: { field: 'growth', type: 'quantitative', title: 'Growth, MB', axis: { format: ',d' } },
			color: {
				field: 'contender',
				type: 'nominal',
				scale: colorsOf(values.map(({ contender }) => contender)),
			},
		},
	};
}
