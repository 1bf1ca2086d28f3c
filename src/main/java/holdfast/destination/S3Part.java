package holdfast.destination;

/**
 * A part of a multipart upload.
 *
 * @param number from 1
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and gone with its upload
record S3Part(String key, String uploadId, int number, byte[] md5) {}
