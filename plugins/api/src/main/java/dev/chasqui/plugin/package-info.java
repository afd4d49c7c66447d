/**
 * The API for authors of plug-ins, together with the contract in {@link dev.chasqui.domain.agent}.
 * A plug-in is one jar that names a {@link dev.chasqui.plugin.Plugin} in {@code
 * META-INF/services/dev.chasqui.plugin.Plugin}:
 *
 * <pre>{@code
 * public final class Shouting implements Plugin, Agent {
 *     @Override
 *     public String name() {
 *         return "shout";
 *     }
 *
 *     @Override
 *     public void start(Host host, Contributions contributions) {
 *         contributions.agent(AgentType.of("shout", "Asks for an answer in capitals", this));
 *     }
 *
 *     @Override
 *     public ChatRequest before(ChatRequest request, Exchange exchange) {
 *         return request.withInstruction("Answer in capital letters.");
 *     }
 * }
 * }</pre>
 *
 * <p>A jar sees this package, {@code dev.chasqui.domain} and the JDK. It contains all other
 * libraries that it needs; neither other jars nor the server see them.
 */
@NullMarked
package dev.chasqui.plugin;

import org.jspecify.annotations.NullMarked;
