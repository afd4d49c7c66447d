/**
 * The dialect of {@code POST /infer}: one text goes to a model, and one comes back, in the context
 * of a session. docs/http.md describes it for users.
 *
 * <p>{@code InferCodec} takes requests in and writes answers; {@code InferSource} keeps what an
 * answer repeats of its request.
 */
@NullMarked
package dev.chasqui.adapters.dialects.infer;

import org.jspecify.annotations.NullMarked;
