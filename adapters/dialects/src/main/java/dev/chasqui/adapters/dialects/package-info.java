/**
 * The wire formats, for both sides. What a dialect offers to clients is one {@link
 * dev.chasqui.adapters.dialects.ClientDialect}: its name, the paths that its clients use with a
 * {@link dev.chasqui.adapters.dialects.ClientCodec} for each operation, and the {@link
 * dev.chasqui.adapters.dialects.ErrorStyle} in which they are told of failures. A {@link
 * dev.chasqui.adapters.dialects.BackendCodec} asks backends that speak it.
 *
 * <p>Bytes in, bytes out: nothing here knows a socket. Every byte that nobody edits is kept:
 * requests are scanned ({@code BodyScan}) and edits spliced, events keep the frame that they came
 * from.
 *
 * <h2>A new dialect</h2>
 *
 * <p>It is one package here and one line of wiring in {@code bootstrap/Server}. No other file knows
 * a dialect by its name: not the server, which mounts the paths that it is given, and no other
 * dialect. (The toy dialect among the tests of {@code adapters/http} shows the least that it
 * takes.)
 *
 * <ul>
 *   <li>A {@code ClientCodec} reads a body and says what is asked, and writes what comes back,
 *       whole ({@code WholeReply} puts the events together) or as a stream.
 *   <li>A stream encoder leaves it to {@code FrameAssembly} which frames of backends go out as they
 *       came.
 *   <li>An {@code ErrorStyle} says how failures look. Their statuses are known; it names those that
 *       are others in its dialect.
 *   <li>A path that another dialect has already is shared: the dialect says by {@code claims} which
 *       requests are of its clients.
 * </ul>
 *
 * <h2>The pieces that dialects share</h2>
 *
 * <ul>
 *   <li>{@code JsonScanner} is the one way in which JSON is read: strictly, and keeping only what
 *       is asked for. {@code JsonReader} asks for all of it, requests and replies for what they
 *       need.
 *   <li>{@code BodyScan} finds where things stand in a body, {@code Splice} edits its top-level
 *       members, {@code SliceSource} puts messages that nobody edited back as they were.
 *   <li>{@code Members} reads objects of a request and names by path what is wrong with them.
 *   <li>{@code FrameDraft} gathers the events that are read from one frame, {@code FrameAssembly}
 *       puts frames together again from their events; {@code JsonTemplate} and {@code Pieces} write
 *       frames without a tree for each.
 *   <li>{@code ServerErrorReader} reads what servers of all dialects say when something is wrong.
 * </ul>
 *
 * <h2>Where a request passes</h2>
 *
 * <p>OpenAI's dialect: {@code OpenAiChat} takes it in with the checks of {@code OpenAiFields};
 * {@code OpenAiRequestReader} reads it when somebody asks; {@code OpenAiBackendCodec} sends it on
 * by {@code OpenAiRequestEditor}, if it came in this dialect, or by {@code OpenAiRequestWriter}.
 * Replies are read as {@code OpenAiReply}, by {@code OpenAiReplyReader} and {@code
 * OpenAiStreamDecoder}, and written by {@code OpenAiReplyWriter} and {@code OpenAiStreamEncoder}.
 *
 * <p>Ollama's dialect likewise: {@code OllamaChat} and {@code OllamaGenerate} take requests in,
 * {@code OllamaRequestReader} reads them; {@code OllamaBackendCodec} sends them on by {@code
 * OllamaRequestEdits}, to the path that the client used, or by {@code OllamaRequestWriter}. Lines
 * are cut by {@code NdjsonReader} and read by {@code OllamaReplyReader}; {@code OllamaReplyWriter}
 * makes them. {@code OllamaLookups} answers what such clients ask about models, whatever backend
 * has them, in the words of {@code OllamaModels}.
 */
@NullMarked
package dev.chasqui.adapters.dialects;

import org.jspecify.annotations.NullMarked;
