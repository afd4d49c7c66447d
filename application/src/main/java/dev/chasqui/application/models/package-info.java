/** The models, their backends, and the state of those. */
@NullMarked
package dev.chasqui.application.models;

import org.jspecify.annotations.NullMarked;
