/**
 * The built-in embedding model {@code chasqui-embed}: a quantised bge-small-en-v1.5 that ONNX
 * Runtime computes in this process.
 *
 * <p>{@link dev.chasqui.adapters.embed.EmbedBackend} takes a request. {@link
 * dev.chasqui.adapters.embed.WordPiece} turns each text into tokens, and {@link
 * dev.chasqui.adapters.embed.BgeSession} turns the tokens into a vector. Both run on a thread of
 * {@link dev.chasqui.adapters.embed.EmbedThreads}. The model, the vocabulary and the native
 * libraries come from jars, and {@link dev.chasqui.adapters.embed.UnpackedFiles} unpacks them once.
 * None of them is unpacked or loaded before the first text arrives.
 *
 * <p>This is a module of the server and cannot be a plug-in: the native library stays loaded until
 * the process ends, and so would the class loader of the plug-in.
 */
@NullMarked
package dev.chasqui.adapters.embed;

import org.jspecify.annotations.NullMarked;
