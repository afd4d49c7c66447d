package dev.chasqui.application.agents;

import dev.chasqui.domain.chat.ChatRequest;

import java.util.Optional;

/**
 * A request without its commands, and their agents.
 *
 * @param request the request for the first agent
 * @param pipeline the agents of the commands
 * @param named the model name that the reply shall have; empty if it keeps that of the backend
 */
public record PreparedChat(ChatRequest request, Pipeline pipeline, Optional<String> named) {}
