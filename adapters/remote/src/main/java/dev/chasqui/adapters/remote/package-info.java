/**
 * Agents that are web services, for authors in any language; docs/remote-agents.md describes the
 * protocol.
 *
 * <pre>
 * RemoteAgents     the commands of the config, as a source of agents
 * RemoteAgent      one exchange: it sends the request, and reads an edit or a reply
 * ServiceAnswer    the bytes of the service's answer as JSON objects, all of it bounded
 * OpenChains       the exchanges that services may call back into, each with a secret of its own
 * RequestEdit      the request in OpenAI's shape, and the changes of it
 * ReplyLines       the events of a reply as JSON objects, in both directions
 * </pre>
 *
 * <p>The JDK's HTTP client is used here. The client of {@code adapters/upstream} knows backends:
 * pools, probes, dialects; a service gets one request of ours for each exchange and has none of
 * these.
 */
@NullMarked
package dev.chasqui.adapters.remote;

import org.jspecify.annotations.NullMarked;
