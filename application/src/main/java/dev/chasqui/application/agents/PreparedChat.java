package dev.chasqui.application.agents;

import dev.chasqui.domain.chat.ChatRequest;

/**
 * A request without its commands, and their agents.
 *
 * @param request the request for the first agent
 * @param pipeline the agents of the commands
 */
public record PreparedChat(ChatRequest request, Pipeline pipeline) {}
