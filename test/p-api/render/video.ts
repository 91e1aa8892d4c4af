import { createCanvas } from '@napi-rs/canvas';
import { createH264MP4Encoder } from 'h264-mp4-encoder';
import { drawBackground, drawCaption, type Scene } from './image';

const FRAMES = 24;
const FRAMES_PER_SECOND = 12;

/** Two seconds of the scene as H.264 in an MP4: the lights move, and a bar grows along the bottom. */
export async function renderVideo(scene: Scene): Promise<Buffer> {
	const { width, height } = scene;
	const caption = createCanvas(width, height); // the text is laid out once, not for every frame
	drawCaption(caption.getContext('2d'), scene);
	const frame = createCanvas(width, height);
	const context = frame.getContext('2d');

	const encoder = await createH264MP4Encoder();
	encoder.width = width;
	encoder.height = height;
	encoder.frameRate = FRAMES_PER_SECOND;
	encoder.quantizationParameter = 30;
	encoder.groupOfPictures = FRAMES;
	encoder.speed = 10;
	encoder.initialize();
	for (let index = 0; index < FRAMES; index++) {
		const time = (index + 1) / FRAMES;
		drawBackground(context, scene, time);
		context.drawImage(caption, 0, 0);
		context.fillStyle = 'rgba(255, 255, 255, 0.85)';
		context.fillRect(0, height - 4, width * time, 4);
		const { data } = context.getImageData(0, 0, width, height);
		// The encoder checks the class of the array, and under Jest the canvas has a different Uint8ClampedArray.
		encoder.addFrameRgba(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
	}
	encoder.finalize();
	const bytes = Buffer.from(encoder.FS.readFile(encoder.outputFilename));
	encoder.FS.unlink(encoder.outputFilename);
	encoder.delete();
	return bytes;
}
