/**
 * The wire formats, for both sides. A dialect for clients is one {@link
 * dev.chasqui.adapters.dialects.ClientDialect}: its name, the paths that its clients use with a
 * {@link dev.chasqui.adapters.dialects.ClientCodec} for each operation, and the {@link
 * dev.chasqui.adapters.dialects.ErrorStyle} in which they receive failures. A {@link
 * dev.chasqui.adapters.dialects.BackendCodec} writes requests to backends that speak it, and reads
 * their replies.
 *
 * <p>Bytes in, bytes out: no class here uses a socket. Each byte that is not edited is kept:
 * requests are scanned ({@code BodyScan}) and edits are spliced in, and events keep the frame that
 * they came from.
 *
 * <h2>A new dialect</h2>
 *
 * <p>It is one package here and one line of wiring in {@code bootstrap/Server}. No other file knows
 * a dialect by its name: neither the server, which mounts the paths that it is given, nor another
 * dialect. (The toy dialect among the tests of {@code adapters/http} is the smallest example.)
 *
 * <ul>
 *   <li>A {@code ClientCodec} decodes a body into a request, and encodes the reply, whole ({@code
 *       WholeReply} joins the events) or as a stream.
 *   <li>A stream encoder leaves it to {@code FrameAssembly} which frames of backends go out
 *       unchanged.
 *   <li>An {@code ErrorStyle} encodes failures. Their statuses have a default; the style overrides
 *       those that differ in its dialect.
 *   <li>Two dialects may have the same path: {@code claims} then tells which requests come from
 *       clients of the dialect.
 * </ul>
 *
 * <h2>The pieces that dialects share</h2>
 *
 * <ul>
 *   <li>{@code JsonScanner} is the one way in which JSON is read: strictly, and keeping only the
 *       requested values. {@code JsonReader} reads all of them; requests and replies read those
 *       that they need.
 *   <li>{@code BodyScan} finds the positions of values in a body, {@code Splice} edits its
 *       top-level members, {@code SliceSource} restores the bytes of unedited messages.
 *   <li>{@code Members} reads objects of a request, and names the path of a wrong member.
 *   <li>{@code FrameDraft} collects the events of one frame, {@code FrameAssembly} restores frames
 *       from their events; {@code JsonTemplate} and {@code JoinedPieces} write frames without a
 *       tree for each.
 *   <li>{@code ServerErrorReader} reads the errors of servers of all dialects.
 * </ul>
 *
 * <h2>The way of a request</h2>
 *
 * <p>OpenAI's dialect: {@code OpenAiChat} takes a request in and checks it by {@code OpenAiFields};
 * {@code OpenAiRequestReader} reads the rest on demand. {@code OpenAiBackendCodec} writes the
 * request to a backend: {@code OpenAiRequestEditor} does so if it came in this dialect, else {@code
 * OpenAiRequestWriter}. {@code OpenAiReplyReader} and {@code OpenAiStreamDecoder} read replies as
 * {@code OpenAiReply}; {@code OpenAiReplyWriter} and {@code OpenAiStreamEncoder} write them.
 *
 * <p>Ollama's dialect: {@code OllamaChat} and {@code OllamaGenerate} take requests in, {@code
 * OllamaRequestReader} reads the rest on demand. {@code OllamaBackendCodec} writes a request to a
 * backend: by {@code OllamaRequestEdits} to the path that the client used, or by {@code
 * OllamaRequestWriter}. {@code NdjsonReader} cuts a reply into lines, {@code OllamaReplyReader}
 * reads them, {@code OllamaReplyWriter} writes them. {@code OllamaLookups} answers the questions of
 * such clients about models of all backends, in the form of {@code OllamaModels}.
 *
 * <p>Embeddings have codecs of their own, {@code ClientEmbeddingCodec} and {@code
 * BackendEmbeddingCodec}. {@code EncodedVectors} keeps the vectors of an answer as bytes until
 * another form of them is needed.
 *
 * <p>Anthropic's dialect: {@code AnthropicMessages} takes a request in and checks it by {@code
 * AnthropicFields}; {@code AnthropicRequestReader} and {@code AnthropicTurns} read the rest on
 * demand, an entry with tool results as several messages. {@code AnthropicBackendCodec} writes the
 * request to a backend: {@code AnthropicRequestEditor} does so if it came in this dialect, else
 * {@code AnthropicRequestWriter}. {@code AnthropicStreamDecoder} and {@code AnthropicReplyReader}
 * read replies; {@code AnthropicStreamEncoder} writes them with the blocks of {@code
 * AnthropicBlocks}.
 *
 * <p>OpenAI's Responses API: see its package. A server that keeps responses gives its codec a
 * {@code ResponseHistory} and a {@code ResponseKeeper}.
 */
@NullMarked
package dev.chasqui.adapters.dialects;

import org.jspecify.annotations.NullMarked;
