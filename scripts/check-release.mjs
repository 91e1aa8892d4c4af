// `node scripts/check-release.mjs <tag>`: refuses to publish a release that package.json or the changelog does not list.
import { readFileSync } from 'node:fs';

const read = (name) => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
const [tag] = process.argv.slice(2);
const { version, repository } = JSON.parse(read('package.json'));
const findings = [];

if (tag !== version) findings.push(`the tag is ${tag}, but package.json says ${version}`);

const heading = `## [${version}] - `;
const lines = read('CHANGELOG.md').split('\n');
if (!lines.some((line) => line.startsWith(heading) && /^\d{4}-\d\d-\d\d$/.test(line.slice(heading.length)))) {
	findings.push(`CHANGELOG.md has no heading "${heading}<date>"`);
}

const home = process.env.GITHUB_REPOSITORY;
if (home && !repository.url.toLowerCase().endsWith(`github.com/${home.toLowerCase()}.git`)) {
	findings.push(`package.json names ${repository.url}, but this is ${home}, so npm would refuse provenance`);
}

if (findings.length > 0) {
	console.error(`Not published:\n${findings.map((finding) => `- ${finding}`).join('\n')}`);
	process.exit(1);
}
