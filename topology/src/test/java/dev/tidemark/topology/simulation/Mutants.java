package dev.tidemark.topology.simulation;

import dev.tidemark.topology.eventtime.exchange.ChannelStatus;
import dev.tidemark.topology.eventtime.exchange.ControlMessage;
import dev.tidemark.topology.eventtime.exchange.ExchangeCodec;
import dev.tidemark.topology.eventtime.exchange.ExchangeMessage;
import dev.tidemark.topology.eventtime.exchange.WatermarkMerger;
import dev.tidemark.topology.eventtime.time.OrderedStore;
import dev.tidemark.topology.eventtime.time.Watermark;
import dev.tidemark.topology.stage.base.ProgressKeys;
import dev.tidemark.topology.stage.base.StageOutput;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Designs that look right and are not. */
enum Mutants implements Mutant {

  /**
   * An element is judged by what the reader's channels have promised together, not by its own
   * partition's watermark: rewritten where the exchange of records is read.
   */
  LATENESS_BY_MERGED_WATERMARK {
    @Override
    public Mutant.Reader reader() {
      MergedSoFar channels = new MergedSoFar();
      return (offset, bytes) -> {
        ExchangeMessage message = ExchangeCodec.decode(bytes);
        if (message instanceof ExchangeMessage.Control control) {
          channels.apply(control.message());
        } else if (message instanceof ExchangeMessage.Element element) {
          return ExchangeCodec.encode(
              new ExchangeMessage.Element(
                  element.timestamp(),
                  channels.merged(),
                  element.woken(),
                  element.origin(),
                  element.element()));
        }
        return bytes;
      };
    }
  },

  /** Every channel is taken for as far as the furthest: the minimum of equals is the maximum. */
  MAXIMUM_FOR_MINIMUM {
    @Override
    public Mutant.Reader reader() {
      Watermark[] highest = {Watermark.NOTHING_YET};
      return rewritingControls(
          (offset, message) -> {
            highest[0] = highest[0].max(message.watermark());
            return with(message, highest[0], message.activity(), message.position());
          });
    }
  },

  /** Data is sent behind the watermark that covers it, in the same transaction. */
  WATERMARK_BEFORE_ITS_DATA {
    @Override
    public Mutant.Output output(StageOutput real, Scenario scenario) {
      return new HoldingBack(real, false);
    }
  },

  /** What a flush sends goes with the next transaction. */
  PARTIALS_NOT_FLUSHED_BEFORE_THE_COMMIT {
    @Override
    public Mutant.Output output(StageOutput real, Scenario scenario) {
      return new HoldingBack(real, true);
    }
  },

  /** Only the first partition of an exchange hears a watermark. */
  WATERMARK_TO_ONE_PARTITION_ONLY {
    @Override
    public Mutant.Output output(StageOutput real, Scenario scenario) {
      return new Mutant.Output(real) {
        @Override
        public void toEveryPartition(String exchange, byte[] message, long timestamp) {
          ((Outlet) real).toPartition(SimulatedJob.readerOf(exchange), 0, message, timestamp);
        }
      };
    }
  },

  CHANNELS_NOT_PERSISTED {
    @Override
    public OrderedStore progress(OrderedStore real) {
      return forgetting(real, ProgressKeys.CHANNEL);
    }
  },

  MERGED_WATERMARK_NOT_PERSISTED {
    @Override
    public OrderedStore progress(OrderedStore real) {
      return forgetting(real, ProgressKeys.MERGED);
    }
  },

  SOURCE_CLOCK_NOT_PERSISTED {
    @Override
    public OrderedStore progress(OrderedStore real) {
      return forgetting(real, ProgressKeys.CLOCK);
    }
  },

  LEDGER_NOT_PERSISTED {
    @Override
    public OrderedStore progress(OrderedStore real) {
      return forgetting(real, ProgressKeys.COUNT);
    }
  },

  PANES_NOT_FLUSHED_BEFORE_THE_COMMIT {
    @Override
    public boolean flushesPanesLate() {
      return true;
    }
  },

  /** The latest status counts, whoever says it: each gets a position above all before. */
  STATUS_WITHOUT_A_FENCING_POSITION {
    @Override
    public Mutant.Reader reader() {
      return rewritingControls(
          (offset, message) -> with(message, message.watermark(), message.activity(), offset));
    }
  },

  /** A stage behind an exchange says that it is idle when all that it hears from is. */
  IDLENESS_HANDED_ON {
    @Override
    public Mutant.Reader reader() {
      return rewritingControls(
          (offset, message) ->
              with(
                  message,
                  message.watermark(),
                  message.activity() == ChannelStatus.QUIET
                      ? ChannelStatus.IDLE
                      : message.activity(),
                  message.position()));
    }
  },

  WAITING_NOT_PERSISTED {
    @Override
    public OrderedStore parked(OrderedStore real) {
      return forgetting(real, "");
    }
  },

  /** Who has consumed nothing since it was assigned is not asked whether it still owns the task. */
  RETRIES_NOT_FENCED {
    @Override
    public boolean fencesRetries() {
      return false;
    }
  },

  IDLE_WITHOUT_PROOF {
    @Override
    public boolean guessesIdleness() {
      return true;
    }
  },

  READS_WHAT_WAS_ABORTED {
    @Override
    public boolean readsUncommitted() {
      return true;
    }
  };

  /** Changes a control message that is read at an offset. */
  @FunctionalInterface
  private interface ControlRewriter {
    ControlMessage rewrite(long offset, ControlMessage message);
  }

  private static Mutant.Reader rewritingControls(ControlRewriter rewriter) {
    return (offset, bytes) ->
        ExchangeCodec.decode(bytes) instanceof ExchangeMessage.Control control
            ? ExchangeCodec.encode(
                new ExchangeMessage.Control(rewriter.rewrite(offset, control.message())))
            : bytes;
  }

  private static ControlMessage with(
      ControlMessage message, Watermark watermark, ChannelStatus activity, long position) {
    return new ControlMessage(
        message.exchange(), message.channel(), message.channels(), watermark, activity, position);
  }

  /** The merged watermark of what has been read. */
  private static final class MergedSoFar {
    private @Nullable WatermarkMerger table;

    void apply(ControlMessage message) {
      WatermarkMerger channels = table;
      if (channels == null) {
        channels = new WatermarkMerger(message.exchange(), message.channels());
        table = channels;
      }
      channels.apply(message);
    }

    long merged() {
      return (table == null ? Watermark.NOTHING_YET : table.merged()).time();
    }
  }

  /** Sends the data of a flush behind its watermarks, or behind its commit. */
  private static final class HoldingBack extends Mutant.Output {
    private final boolean behindTheCommit;
    private final List<Runnable> held = new ArrayList<>();
    private boolean holding;

    HoldingBack(StageOutput real, boolean behindTheCommit) {
      super(real);
      this.behindTheCommit = behindTheCommit;
    }

    @Override
    void flushing() {
      if (behindTheCommit) {
        release();
      }
      holding = true;
    }

    @Override
    void flushed() {
      holding = false;
      if (!behindTheCommit) {
        release();
      }
    }

    @Override
    public void toExchange(String exchange, byte[] key, byte[] message, long timestamp) {
      if (holding) {
        held.add(() -> real.toExchange(exchange, key, message, timestamp));
      } else {
        real.toExchange(exchange, key, message, timestamp);
      }
    }

    private void release() {
      held.forEach(Runnable::run);
      held.clear();
    }
  }

  private static OrderedStore forgetting(OrderedStore real, String prefix) {
    return new OrderedStore() {
      @Override
      public byte @Nullable [] get(byte[] key) {
        return real.get(key);
      }

      @Override
      public void put(byte[] key, byte[] value) {
        if (!ProgressKeys.text(key).startsWith(prefix)) {
          real.put(key, value);
        }
      }

      @Override
      public void delete(byte[] key) {
        real.delete(key);
      }

      @Override
      public void range(byte[] from, byte @Nullable [] to, Visitor visitor) {
        real.range(from, to, visitor);
      }
    };
  }
}
