import { step } from '../../scripts/progress.cjs';
import { installN8n } from '../../sandbox/install';
import { packPackage } from '../../sandbox/package-under-test';
import { installSystemPackages } from './systemPackages';

/** Everything that all end-to-end tests need: n8n itself, Debian's packages, and the package's tarball. */
export default async function globalSetup(): Promise<void> {
	await installN8n();
	await installSystemPackages();
	await step('Packing the package', async () => await packPackage());
}
