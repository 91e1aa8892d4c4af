import { step } from '../../scripts/progress.cjs';
import { installN8n } from '../../sandbox/install';
import { packPackage } from '../../sandbox/package-under-test';
import { browser, installSystemPackages, postgres, redis } from '../../sandbox/systemPackages';

/** Prepares what all end-to-end tests need: n8n itself, Debian packages, and the tarball of this package. */
export default async function globalSetup(): Promise<void> {
	await installN8n();
	await installSystemPackages(browser, redis, postgres);
	await step('Packing the package', async () => await packPackage());
}
