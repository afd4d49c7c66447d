/**
 * The wire formats, for both sides: {@link dev.chasqui.adapters.dialects.ClientCodec} reads what
 * clients send and writes what they get, {@link dev.chasqui.adapters.dialects.BackendCodec} does
 * the same towards backends.
 *
 * <p>Bytes in, bytes out: nothing here knows a socket. Every byte that nobody edits is kept:
 * requests are scanned ({@code BodyScan}) and edits spliced, events keep the frame that they came
 * from.
 */
@NullMarked
package dev.chasqui.adapters.dialects;

import org.jspecify.annotations.NullMarked;
