package dev.chasqui.application.agents;

import dev.chasqui.domain.chat.ChatRequest;

/**
 * A request whose commands were taken out.
 *
 * @param request what the first agent gets
 * @param pipeline the agents of the commands
 */
public record PreparedChat(ChatRequest request, Pipeline pipeline) {}
