package dev.tidemark.cli;

import dev.tidemark.node.api.Registering;
import dev.tidemark.topology.runtime.Registration;

/** Whether schemas of what a job writes are registered; named as they are typed. */
enum RegisterWhen {
  never,
  compatible;

  Registering ofNode() {
    return this == compatible ? Registering.COMPATIBLE : Registering.NEVER;
  }

  Registration ofRun() {
    return this == compatible ? Registration.COMPATIBLE : Registration.NEVER;
  }
}
