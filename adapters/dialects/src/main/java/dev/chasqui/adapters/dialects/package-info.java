/**
 * The wire formats, for both sides: {@link dev.chasqui.adapters.dialects.ClientCodec} reads what
 * clients send and writes what they get, {@link dev.chasqui.adapters.dialects.BackendCodec} does
 * the same towards backends.
 *
 * <p>Bytes in, bytes out: nothing here knows a socket. Every byte that nobody edits is kept:
 * requests are scanned ({@code BodyScan}) and edits spliced, events keep the frame that they came
 * from.
 *
 * <p>The pieces that dialects share:
 *
 * <ul>
 *   <li>{@code JsonScanner} is the one way in which JSON is read: strictly, and keeping only what
 *       is asked for. {@code JsonReader} asks for all of it, requests and replies for what they
 *       need.
 *   <li>{@code BodyScan} finds where things stand in a body, {@code Splice} edits its top-level
 *       members, {@code SliceSource} puts messages that nobody edited back as they were.
 *   <li>{@code Members} reads objects of a request and names by path what is wrong with them.
 *   <li>{@code FrameDraft} gathers the events of one frame; {@code WholeReply} puts events
 *       together; {@code JsonTemplate} and {@code Pieces} write frames without a tree for each.
 * </ul>
 *
 * <p>OpenAI's dialect, by what happens to a request: {@code OpenAiClientCodec} takes it in with the
 * checks of {@code OpenAiFields}; {@code OpenAiRequestReader} reads it when somebody asks; {@code
 * OpenAiBackendCodec} sends it on by {@code OpenAiRequestEditor}, if it came in this dialect, or by
 * {@code OpenAiRequestWriter}. Replies are read as {@code OpenAiReply}, by {@code
 * OpenAiReplyReader} and {@code OpenAiStreamDecoder}, and written by {@code OpenAiReplyWriter} and
 * {@code OpenAiStreamEncoder}.
 *
 * <p>Ollama's dialect likewise: {@code OllamaClientCodec} takes requests in, {@code
 * OllamaRequestReader} reads them; {@code OllamaBackendCodec} sends them on by {@code
 * OllamaRequestEdits}, to the path that the client used, or by {@code OllamaRequestWriter}. Lines
 * are cut by {@code NdjsonReader} and read by {@code OllamaReplyReader}; {@code OllamaReplyWriter}
 * makes them. {@link dev.chasqui.adapters.dialects.ollama.OllamaModels} answers what such clients
 * ask about models, whatever backend has them.
 */
@NullMarked
package dev.chasqui.adapters.dialects;

import org.jspecify.annotations.NullMarked;
