'use strict'
// Reads and writes records of Confluent's wire format with the clients of another language.
//
//   node interoperability.js BROKER REGISTRY produce TOPIC SCHEMA_FILE COUNT   orders made here
//   node interoperability.js BROKER REGISTRY consume TOPIC COUNT              one line of JSON each
//   node interoperability.js BROKER REGISTRY echo TOPIC COUNT TO SCHEMA_FILE  reads, prints, and writes what it has read
const fs = require('fs')
const { Kafka, logLevel, Partitioners } = require('kafkajs')
const { SchemaRegistry, SchemaType } = require('@kafkajs/confluent-schema-registry')

const [broker, host, verb, topic, ...rest] = process.argv.slice(2)
const kafka = new Kafka({ clientId: 'another-language', brokers: [broker], logLevel: logLevel.ERROR })
const registry = new SchemaRegistry({ host })

async function register(subjectTopic, file) {
  const schema = fs.readFileSync(file, 'utf8')
  const { id } = await registry.register({ type: SchemaType.AVRO, schema }, { subject: `${subjectTopic}-value` })
  return id
}

async function read(count, each) {
  const consumer = kafka.consumer({ groupId: `another-language-${topic}`, maxWaitTimeInMs: 200 })
  await consumer.connect()
  await consumer.subscribe({ topic, fromBeginning: true })
  await new Promise((resolve, reject) => {
    let seen = 0
    consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error))
    consumer.run({
      eachMessage: async ({ message }) => {
        try {
          await each(message, await registry.decode(message.value))
          if (++seen === count) resolve()
        } catch (error) {
          reject(error)
        }
      },
    })
  })
  await consumer.disconnect()
}

async function withProducer(work) {
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner })
  await producer.connect()
  await work(producer)
  await producer.disconnect()
}

function print(value) {
  const plain = (key, v) => (v && v.type === 'Buffer' ? Buffer.from(v.data).toString('hex') : v)
  process.stdout.write(JSON.stringify(value, plain) + '\n')
}

function order(i) {
  return {
    order_id: `bestellung-${i}-ü`,
    user_id: `user-${i % 3}`,
    status: ['PAID', 'PENDING', 'CANCELLED'][i % 3],
    amount_cents: i * 1000003,
    created_at: 1767225600000 + i * 1000,
    currency: 'EUR',
    channel: i % 2 ? 'web' : 'app',
    note: i % 4 ? null : `note ${i}`,
  }
}

const verbs = {
  async produce(file, count) {
    const id = await register(topic, file)
    await withProducer(async producer => {
      const messages = []
      for (let i = 0; i < Number(count); i++) {
        const value = await registry.encode(id, order(i))
        messages.push({ key: `user-${i % 3}`, value, timestamp: String(1767225600000 + i * 1000) })
      }
      await producer.send({ topic, messages })
    })
  },

  async consume(count) {
    await read(Number(count), async (message, value) => print(value))
  },

  async echo(count, to, file) {
    const id = await register(to, file)
    await withProducer(async producer => {
      await read(Number(count), async (message, value) => {
        print(value)
        await producer.send({ topic: to, messages: [{ key: message.key, value: await registry.encode(id, value) }] })
      })
    })
  },
}

verbs[verb](...rest).then(
  () => process.exit(0),
  error => {
    console.error(error)
    process.exit(1)
  },
)
