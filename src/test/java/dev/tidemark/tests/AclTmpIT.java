package dev.tidemark.tests;

import dev.tidemark.dev.BrokerUsers;
import dev.tidemark.dev.EmbeddedKafka;
import dev.tidemark.topology.dsl.JobPlanner;
import dev.tidemark.topology.plan.PhysicalPlan;
import dev.tidemark.topology.runtime.*;
import java.nio.file.Path;
import java.time.Duration;
import java.util.*;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AclBinding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AclTmpIT {
  @Test
  void should(@TempDir Path folder) throws Exception {
    List<AccessList.Grant> grants = AccessList.of("### Of a job");
    BrokerUsers users = BrokerUsers.administrator("admin", "a");
    for (int i = -1; i < grants.size(); i++) users = users.with("job" + (i+1), "p");
    try (EmbeddedKafka broker = EmbeddedKafka.start(EmbeddedKafka.Options.defaults().withUsers(users))) {
      Map<String, Object> p = new HashMap<>(users.clientProperties("admin"));
      p.put("bootstrap.servers", broker.bootstrapServers());
      try (Admin admin = Admin.create(p)) {
        admin.createTopics(List.of(new NewTopic("orders", 4, (short) 1))).all().get();
        List<JobRunner> runners = new ArrayList<>();
        try (var producer = new org.apache.kafka.clients.producer.KafkaProducer<byte[], byte[]>(p, new org.apache.kafka.common.serialization.ByteArraySerializer(), new org.apache.kafka.common.serialization.ByteArraySerializer())) {
          for (var line : OrdersLog.generate(new OrdersLog.Shape(1, 5000, OrdersLog.BEGIN, 10))) {
            producer.send((org.apache.kafka.clients.producer.ProducerRecord) TestKafka.recordOf(line.message("orders")));
          }
        }
        for (int i = -1; i < grants.size(); i++) {
          String user = "job" + (i+1);
          List<AclBinding> bindings = new ArrayList<>();
          for (int g = 0; g < grants.size(); g++) {
            if (g != i) bindings.addAll(grants.get(g).bindings(user, Map.of("INPUT", List.of("orders"), "OUTPUT", List.of("orders-by-region", "orders-by-region-late", user + "-dead-letters"), "JOB", List.of(user))));
          }
          admin.createAcls(bindings).all().get();
        }
        for (int i = -1; i < grants.size(); i++) {
          String user = "job" + (i+1);
          String what = i < 0 ? "all" : "without " + grants.get(i);
          PhysicalPlan plan = JobPlanner.plan(new OrdersByRegion(), Map.of("idle-after", "2s"), Optional.of(user));
          RunConfig config = new RunConfig(user + ".r1", broker.bootstrapServers(), Map.of(), users.clientProperties(user), folder.resolve(user), 1, Duration.ofMillis(200));
          JobRunner runner = null;
          if (i >= 0) System.out.println("-- " + what + " CHECK " + JobCheck.of(plan, config).problems().stream().map(x -> x.getMessage() + " / " + x.hint()).toList());
          long t = System.nanoTime();
          String result = "??";
          try {
            runner = JobRunner.prepare(plan, config);
            runner.start();
            runners.add(runner);
            long end = System.nanoTime() + 6_000_000_000L;
            while (System.nanoTime() < end && !runner.ended().isDone()) Thread.sleep(100);
            if (runner.ended().isDone()) { runner.ended().join(); result = "ended"; } else {
              result = "goes on; waiting for " + runner.waitingFor();
            }
          } catch (JobException e) { result = "prepare " + e.code() + " " + e.getMessage() + " / " + e.hint(); }
          catch (java.util.concurrent.CompletionException e) { result = "ended " + e.getCause(); for (Throwable t2 = e; t2 != null; t2 = t2.getCause()) System.out.println("      " + t2); }
          catch (Throwable e) { result = "threw " + e; }
          final JobRunner r = runner;
          if (r != null) { Thread c = new Thread(r::close); c.start(); c.join(20_000); if (c.isAlive()) result += " CLOSE HANGS"; }
          long out = 0;
          System.out.println("== " + what + ": " + (System.nanoTime()-t)/1000000 + " ms: " + result);
        }
      }
    }
  }
}
