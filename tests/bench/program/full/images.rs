//! Uploads an image, and lists what is there.

use klaviyo::resources::image::NewImage;
use klaviyo::{Client, File};

use crate::Outcome;

pub async fn run(client: &Client, path: &str) -> Outcome {
    let file = File::open(path)?.content_type("image/png");
    let uploaded = client.images().upload_image_from_file(file).send().await?;
    println!("{} {:?}", uploaded.data.id, uploaded.data.attributes.image_url);
    let copy = NewImage::new("https://example.com/logo.png").name("logo");
    let copied = client.images().upload_image_from_url(copy).send().await?;
    println!("{} {:?} bytes", copied.data.id, copied.data.attributes.size);
    let mut images = client.images().get_images().items();
    while let Some(image) = images.try_next().await? {
        println!("{:?} {:?}", image.attributes.name, image.attributes.format);
    }
    Ok(())
}
