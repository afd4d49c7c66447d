/**
 * {@code chasqui-embed}, the embedding model that is built in: bge-small-en-v1.5, quantised, run in
 * this process by ONNX Runtime.
 *
 * <p>The way of a text: {@link dev.chasqui.adapters.embed.WordPiece} makes tokens of it, {@link
 * dev.chasqui.adapters.embed.BgeSession} makes a vector of them, both on a thread of {@link
 * dev.chasqui.adapters.embed.EmbedThreads}. Model, vocabulary and native libraries come from jars
 * and are unpacked once, by {@link dev.chasqui.adapters.embed.UnpackedFiles}. Nothing of it is
 * touched before a text comes.
 *
 * <p>This is a module of the server and can be no plug-in: the native library stays loaded until
 * the process ends, and its class loader with it.
 */
@NullMarked
package dev.chasqui.adapters.embed;

import org.jspecify.annotations.NullMarked;
